from django.db import migrations, models


class Migration(migrations.Migration):
    """How many attempts to send a mail ended nobody knows how."""

    dependencies = [("parvis_events", "0006_names_of_pages")]

    operations = [
        migrations.AddField(
            model_name="boardmail",
            name="begun",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
    ]
