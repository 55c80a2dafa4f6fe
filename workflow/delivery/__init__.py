"""Notices on their way out of the house.

`workflow.notices.tell` leaves `Notice` rows in the caller's transaction; that is the in-app notice, exactly once. `spreading` makes one
`Delivery` for each channel of the place, `dispatcher` claims them, sends and marks: at least once, repeats only after a crash and then
under the same message id. One module for each kind of channel; `guard` keeps webhooks from reaching inside.
"""
