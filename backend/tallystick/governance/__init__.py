"""What only whoever runs the machine decides, with the governor's key: desks, and the terms that programmes allow."""
