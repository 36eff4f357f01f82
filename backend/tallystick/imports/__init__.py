"""Files in: receivables from CSV and JSON files and UBL invoices, all of a file or nothing, each row once."""
