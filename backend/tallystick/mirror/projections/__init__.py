"""What each event does to the rows, subject by subject."""
