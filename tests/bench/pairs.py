"""The fixed pairs of photo and style that quality is measured on; none was in any training."""

from dataclasses import dataclass
from pathlib import Path


class PicturesMissing(Exception):
    """A folder of pictures or a file in it is not there: show the message, which names it, and end."""


@dataclass(frozen=True, slots=True)
class Pair:
    photo: Path
    style: Path

    @property
    def name(self) -> str:
        return f"{self.photo.stem} / {self.style.stem}"


NAMES = (
    # The first twelve: faces, animals, water, skies, cities, flowers; brush, ink, mosaic, print and flat colour.
    ("heidelberg_bridge", "starry_night"),
    ("portrait_freckles", "the_scream"),
    ("half_dome", "great_wave"),
    ("cat_on_chair", "senecio"),
    ("city_chicago", "composition_vii"),
    ("beach_waves", "japanese_footbridge"),
    ("portrait_redhair", "two_sisters"),
    ("dahlia", "roman_mosaic_ducks"),
    ("architecture_palms", "crypt_wood_engraving"),
    ("landscape_hills", "wheat_field_cypresses"),
    ("street_blue_van", "composition_rby"),
    ("lake_dock", "impression_sunrise"),
    # The other twenty-four.
    ("portrait_beanie", "the_kiss"),
    ("field_sunset", "grande_jatte"),
    ("mountain_hiker", "fuchun_mountains"),
    ("cat_sleeping", "young_hare"),
    ("people_grocery", "le_chahut"),
    ("city_neon_street", "cafe_terrace"),
    ("flowers_tulips", "macke_flowers"),
    ("still_life_pepper", "vertumnus"),
    ("bridge_sunset", "ninth_wave"),
    ("canyon_dusk", "mont_sainte_victoire"),
    ("antelope_canyon", "udnie"),
    ("beach_hut", "la_calanque"),
    ("architecture_facade", "composition_viii"),
    ("portrait_afro_coat", "adele_bloch_bauer"),
    ("portrait_blue_hair", "three_beauties"),
    ("portrait_headscarf", "pearl_earring"),
    ("landscape_hills", "van_gogh_reed_pen"),
    ("half_dome", "red_fuji"),
    ("lake_dock", "water_lilies"),
    ("cat_on_chair", "large_blue_horses"),
    ("city_chicago", "view_of_toledo"),
    ("dahlia", "irises"),
    ("heidelberg_bridge", "rain_steam_speed"),
    ("street_blue_van", "the_dance"),
)
FEW = 12


def pairs(photos: Path, styles: Path, *, all_of_them: bool) -> list[Pair]:
    """Raises PicturesMissing."""
    names = NAMES if all_of_them else NAMES[:FEW]
    return [Pair(found(photos, photo), found(styles, style)) for photo, style in names]


def found(folder: Path, stem: str) -> Path:
    """Raises PicturesMissing."""
    path = folder / f"{stem}.jpg"
    if not path.is_file():
        raise PicturesMissing(f"{path} is not there: say where pictures are with PHOTOS=… STYLES=…")
    return path
