"""How Alembic reaches the database that the caller has opened."""

from alembic import context
from sqlalchemy import Engine

engine: Engine = context.config.attributes["engine"]

with engine.connect() as connection:
    connection.info["immediate"] = True
    context.configure(
        connection=connection, version_table="records_migration", transaction_per_migration=False
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
    connection.info.pop("immediate", None)
