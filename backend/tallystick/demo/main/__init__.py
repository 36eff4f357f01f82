"""The story of one receivable, a file for each subject."""
