"""Remove the tags of a repository that nobody has touched for three months."""

import os
from datetime import datetime, timedelta, timezone

from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError

REPOSITORY = "hello-world"


def remove_old_tags(endpoint):
    oldest = datetime.now(timezone.utc) - timedelta(days=90)
    with ContainerRegistryClient(endpoint) as client:
        try:
            tags = client.list_tag_properties(REPOSITORY)
        except HttpResponseError as error:
            print(f"can't list the tags: {error.message}")
            return
        for tag in tags:
            if tag.last_updated_on < oldest:
                client.delete_tag(REPOSITORY, tag.name)


if __name__ == "__main__":
    remove_old_tags(os.environ["CONTAINERREGISTRY_ENDPOINT"])
