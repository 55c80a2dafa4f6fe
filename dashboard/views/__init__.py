"""The start page and the pages about oneself: notices, tokens; and the auditor's."""
