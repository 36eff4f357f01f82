"""Payments as ISO 20022 messages. The schemas beside this file are those that ISO 20022 publishes."""
