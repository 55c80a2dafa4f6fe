"""The pages of accounts, units, people, meetings and standing relations."""
