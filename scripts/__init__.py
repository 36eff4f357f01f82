"""What developers run: compiling contracts, demonstrations, measurements. Nothing the installed package needs."""
