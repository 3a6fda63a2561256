"""Photos and documents on their way to the bot and back. Bot API: PhotoSize, Document, getFile, "Sending files"."""

import aiohttp
import pytest

from tests.sandbox.visitor import BareClient, Json, Visitor, picture

TWENTY_MEBIBYTES = 20 * 1024 * 1024


async def fetched(call: BareClient, file_id: str) -> bytes:
    file = await call("getFile", file_id=file_id)
    async with call.http.get(f"{call.running.base_file_url}{call.running.token}/{file['file_path']}") as response:
        assert response.status == 200
        return await response.read()


async def newest(call: BareClient) -> Json:
    message: Json = (await call.updates())[-1]["message"]
    return message


async def test_a_photo_arrives_with_its_true_size_and_can_be_fetched(ada: Visitor, call: BareClient) -> None:
    data = picture(80, 50)
    await ada.send(data)
    (size,) = (await newest(call))["photo"]
    assert (size["width"], size["height"], size["file_size"]) == (80, 50, len(data))
    assert await fetched(call, size["file_id"]) == data


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_each_photo_format_is_measured_from_its_header(ada: Visitor, call: BareClient, kind: str) -> None:
    await ada.send(picture(123, 45, kind=kind))
    (size,) = (await newest(call))["photo"]
    assert (size["width"], size["height"]) == (123, 45)


async def test_smaller_sizes_come_first_and_have_bytes_of_their_own(ada: Visitor, call: BareClient) -> None:
    large, small = picture(200, 100), picture(90, 45)
    await ada.send(large, smaller=(small,))
    sizes = (await newest(call))["photo"]
    assert [size["width"] for size in sizes] == [90, 200]
    assert [await fetched(call, size["file_id"]) for size in sizes] == [small, large]
    assert sizes[0]["file_unique_id"] != sizes[1]["file_unique_id"]


async def test_the_same_photo_twice_has_two_file_ids_and_one_unique_id(ada: Visitor, call: BareClient) -> None:
    for _ in range(2):
        await ada.send(picture())
    first, second = (update["message"]["photo"][0] for update in await call.updates())
    assert first["file_unique_id"] == second["file_unique_id"]
    assert first["file_id"] != second["file_id"]


async def test_metadata_is_taken_out_of_photos_and_kept_in_documents(ada: Visitor, call: BareClient) -> None:
    data = picture(exif=b"Exif\0\0of a telephone")
    await ada.send(data, smaller=(data,))
    for size in (await newest(call))["photo"]:
        assert await fetched(call, size["file_id"]) == picture()
    await ada.send(data, as_document=1)
    assert await fetched(call, (await newest(call))["document"]["file_id"]) == data


async def test_metadata_is_taken_out_of_the_bots_photos_too(ada: Visitor, call: BareClient) -> None:
    data = picture(exif=b"Exif\0\0of the bot")
    photo = (await call.upload("sendPhoto", data, chat_id=ada.id))["result"]["photo"][-1]
    assert await fetched(call, photo["file_id"]) == picture()
    document = (await call.upload("sendDocument", data, chat_id=ada.id))["result"]["document"]
    assert await fetched(call, document["file_id"]) == data


async def test_a_document_keeps_name_type_and_bytes(ada: Visitor, call: BareClient) -> None:
    await ada.send(data := picture(kind="PNG"), name="Mia zia.PNG", mime_type="image/png", as_document=1)
    document = (await newest(call))["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == (
        "Mia zia.PNG",
        "image/png",
        len(data),
    )
    assert await fetched(call, document["file_id"]) == data


async def test_what_is_no_picture_goes_as_a_document_even_when_sent_as_a_photo(ada: Visitor, call: BareClient) -> None:
    await ada.send(b"not a picture", name="note.jpg")
    message = await newest(call)
    assert "photo" not in message
    assert message["document"]["file_name"] == "note.jpg"


async def test_a_photo_too_long_for_telegram_goes_as_a_document(ada: Visitor, call: BareClient) -> None:
    await ada.send(picture(2100, 100))
    assert "document" in await newest(call)


async def test_a_gif_plays_as_an_animation(ada: Visitor, call: BareClient) -> None:
    await ada.send(picture(20, 10, kind="GIF"), name="dance.gif", mime_type="image/gif")
    message = await newest(call)
    assert (message["animation"]["width"], message["document"]["file_name"]) == (20, "dance.gif")


async def test_files_above_twenty_mebibytes_cannot_be_fetched(ada: Visitor, call: BareClient) -> None:
    await ada.send(bytes(TWENTY_MEBIBYTES + 1), name="huge.bin", mime_type="application/octet-stream")
    file_id = (await newest(call))["document"]["file_id"]
    assert await call.refusal("getFile", file_id=file_id) == "400 Bad Request: file is too big"


async def test_an_unknown_file_id_is_refused(call: BareClient) -> None:
    assert await call.refusal("getFile", file_id="AgACAgIAAxkB") == "400 Bad Request: invalid file_id"


async def test_the_wrong_token_fetches_nothing(ada: Visitor, call: BareClient, http: aiohttp.ClientSession) -> None:
    await ada.send(picture())
    file = await call("getFile", file_id=(await newest(call))["photo"][0]["file_id"])
    async with http.get(f"{call.running.base_file_url}1234567:wrong/{file['file_path']}") as response:
        assert response.status == 401
    async with http.get(f"{call.running.base_file_url}{call.running.token}/photos/file_999.jpg") as response:
        assert response.status == 404


async def test_a_file_id_can_be_sent_again_without_an_upload(ada: Visitor, call: BareClient) -> None:
    await ada.send(picture(70, 30))
    photo = (await newest(call))["photo"][0]
    sent = await call("sendPhoto", chat_id=ada.id, photo=photo["file_id"])
    assert sent["photo"][0]["file_unique_id"] == photo["file_unique_id"]


async def test_a_file_id_of_one_kind_cannot_be_sent_as_another(ada: Visitor, call: BareClient) -> None:
    await ada.send(picture(), as_document=1)
    document = (await newest(call))["document"]
    assert (
        await call.refusal("sendPhoto", chat_id=ada.id, photo=document["file_id"])
        == "400 Bad Request: can't use file of type Document as Photo"
    )


async def test_addresses_and_made_up_ids_are_no_photos(ada: Visitor, call: BareClient) -> None:
    assert (
        await call.refusal("sendPhoto", chat_id=ada.id, photo="https://example.org/a.jpg")
        == "400 Bad Request: failed to get HTTP URL content"
    )
    assert (
        await call.refusal("sendPhoto", chat_id=ada.id, photo="nonsense")
        == "400 Bad Request: wrong remote file identifier specified: can't unserialize it"
    )
    assert await call.refusal("sendPhoto", chat_id=ada.id) == "400 Bad Request: there is no photo in the request"


@pytest.mark.parametrize(
    ("data", "description"),
    [
        (b"", "Bad Request: file must be non-empty"),
        (b"not a picture", "Bad Request: IMAGE_PROCESS_FAILED"),
        (picture(9000, 1001), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (picture(2100, 100), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (
            bytes(10 * 1024 * 1024 + 1),
            "Bad Request: file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes",
        ),
    ],
    ids=["empty", "no picture", "too many pixels along both sides", "too long", "too many bytes"],
)
async def test_what_telegram_takes_for_no_photo_is_refused(
    ada: Visitor, call: BareClient, data: bytes, description: str
) -> None:
    body = await call.upload("sendPhoto", data, chat_id=ada.id)
    assert (body["ok"], body["error_code"], body["description"]) == (False, 400, description)


@pytest.mark.parametrize("size", [(9000, 1000), (2000, 100)])
async def test_photos_at_the_very_limit_are_taken(ada: Visitor, call: BareClient, size: tuple[int, int]) -> None:
    body = await call.upload("sendPhoto", picture(*size), chat_id=ada.id)
    assert (body["result"]["photo"][0]["width"], body["result"]["photo"][0]["height"]) == size


async def test_an_upload_above_fifty_megabytes_is_refused_before_it_is_read(ada: Visitor, call: BareClient) -> None:
    body = await call.upload("sendDocument", bytes(50 * 1024 * 1024 + 1), "huge.bin", chat_id=ada.id)
    assert (body["error_code"], body["description"]) == (413, "Request Entity Too Large")


async def test_pictures_open_in_the_page_and_other_files_are_only_saved(ada: Visitor) -> None:
    (photo,) = await ada.send(picture())
    (page,) = await ada.send(b"<script>alert(1)</script>", name="evil.html", mime_type="text/html")
    async with ada.http.get(ada.running.url + photo["photo_url"]) as response:
        assert (response.content_type, await response.read()) == ("image/jpeg", picture())
    async with ada.http.get(ada.running.url + page["document_url"]) as response:
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"] == "attachment"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
