"""The application that the demo's servers serve, described once: each of them is forked from a process that has it."""

from tallystick.app import described_app

APPLICATION = described_app()
