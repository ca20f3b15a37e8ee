package io.winnow.core.image;

import java.util.List;
import java.util.Optional;

/** Image formats that are not read, by how their files begin: a refusal that names the format saves somebody a search. */
final class OtherFormats {
    private record Signature(String name, int offset, int... bytes) {}

    private static final List<Signature> KNOWN = List.of(
            new Signature("a GIF", 0, 'G', 'I', 'F', '8'),
            new Signature("a WebP", 8, 'W', 'E', 'B', 'P'),
            new Signature("a BMP", 0, 'B', 'M'),
            new Signature("a TIFF", 0, 'I', 'I', 42, 0),
            new Signature("a TIFF", 0, 'M', 'M', 0, 42),
            new Signature("a HEIF or AVIF", 4, 'f', 't', 'y', 'p'),
            new Signature("a JPEG 2000", 0, 0, 0, 0, 12, 'j', 'P'),
            new Signature("a JPEG XL", 0, 0xff, 0x0a));

    private OtherFormats() {}

    static Optional<String> nameOf(ByteReader bytes) {
        return KNOWN.stream()
                .filter(known -> bytes.startsWith(known.offset(), known.bytes()))
                .map(Signature::name)
                .findFirst();
    }
}
