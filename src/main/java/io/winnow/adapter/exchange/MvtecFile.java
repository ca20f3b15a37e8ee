package io.winnow.adapter.exchange;

import io.winnow.adapter.exchange.Claims.BadClaimException;
import io.winnow.adapter.exchange.Claims.Image;
import io.winnow.core.exchange.ExportFormat;
import io.winnow.core.exchange.FrameClaim;
import io.winnow.core.exchange.FrameClaim.Said;
import io.winnow.core.exchange.ImportFile;
import io.winnow.core.exchange.MaskReader;
import io.winnow.core.exchange.MaskReader.Mask;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.DecodeLimits;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.review.Label;
import io.winnow.core.review.Marks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A tree as MVTec AD has it, from anywhere. Where a file lies says what it shows and its mask says where; a table of an own export says
 * which frame it is. Used by one thread.
 */
final class MvtecFile implements ImportFile {
    private static final String GROUND_TRUTH = "ground_truth/";
    private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg");

    private final ZipIn zip;
    private final MaskReader masks;
    private final Map<String, Row> byFile = new HashMap<>();
    private final Map<ContentHash, Row> byHash = new HashMap<>();

    MvtecFile(ZipIn zip, MaskReader masks) {
        this.zip = zip;
        this.masks = masks;
    }

    static boolean matches(ZipIn zip) {
        return zip.find(MvtecFrames.TABLE).isPresent()
                || zip.names().stream().anyMatch(name -> name.matches("(train/good|test/[^/]+)/[^/]+"));
    }

    @Override
    public ExportFormat format() {
        return ExportFormat.MVTEC;
    }

    @Override
    public Content read(BiConsumer<Integer, Integer> progress) throws IOException, RefusedException {
        readTable();
        Claims claims = new Claims();
        List<String> images = zip.names().stream().filter(MvtecFile::isFrame).toList();
        Set<String> usedMasks = new HashSet<>();
        int done = 0;
        for (String name : images) {
            claims.add(name, () -> claim(name, usedMasks));
            progress.accept(++done, images.size());
        }
        zip.names().stream()
                .filter(name -> name.startsWith(GROUND_TRUTH) && !usedMasks.contains(name))
                .forEach(name -> claims.refuse(name, "mask '%.120s' belongs to no image in test".formatted(name)));
        return claims.content();
    }

    private void readTable() throws IOException, RefusedException {
        if (zip.find(MvtecFrames.TABLE).isEmpty()) {
            return;
        }
        for (Row row : Row.all(new ByteArrayInputStream(zip.read(MvtecFrames.TABLE, ZipIn.MOST_TEXT)))) {
            try {
                row.cell("file").ifPresent(file -> byFile.put(file, row));
                row.hash().ifPresent(hash -> byHash.put(hash, row));
            } catch (IllegalArgumentException e) {
                throw new RefusedException(
                        "line %d of %s: %s".formatted(row.line(), MvtecFrames.TABLE, e.getMessage()));
            }
        }
    }

    private static boolean isFrame(String name) {
        return name.matches(
                "(train/good|test/[^/]+|%s|%s)/[^/]+".formatted(MvtecFrames.UNLABELLED, MvtecFrames.UNSURE));
    }

    private FrameClaim claim(String name, Set<String> usedMasks)
            throws IOException, RefusedException, BadClaimException {
        if (ENDINGS.stream().noneMatch(name.toLowerCase(Locale.ROOT)::endsWith)) {
            throw new BadClaimException("image '%.120s' must be a JPEG or PNG".formatted(name));
        }
        Optional<String> maskName = maskOf(name);
        // Also where the image turns out to be none: its mask is not the problem.
        maskName.ifPresent(usedMasks::add);
        Image image = Claims.image(image(name));
        Row row = Optional.ofNullable(byFile.get(name))
                .or(() -> Optional.ofNullable(byHash.get(image.hash())))
                .orElse(new Row(0, Map.of()));
        Marks marks = maskName.isPresent() ? marks(maskName.get(), image) : Marks.NONE;
        return Claims.of(
                name,
                row.frame().or(() -> Optional.of(Claims.frameOf(name))),
                row.capturedAt(),
                name,
                image,
                label(name, row, marks));
    }

    private static Optional<Said> label(String name, Row row, Marks marks) throws BadClaimException {
        String folder = name.substring(0, name.lastIndexOf('/'));
        if (folder.equals("train/good") || folder.equals("test/good")) {
            return Optional.of(row.said(Label.Truth.NORMAL, Optional.empty(), marks));
        }
        if (!folder.startsWith("test/")) {
            return Optional.empty();
        }
        // The table says how a type is really written, unless somebody has moved the file since.
        boolean own = row.cell("file").equals(Optional.of(name));
        Optional<String> type = own ? row.cell("defect_type") : type(folder.substring("test/".length()));
        return Optional.of(row.said(Label.Truth.DEFECT, type, marks));
    }

    private static Optional<String> type(String folder) {
        String plain = folder.endsWith(Names.UNMARKED)
                ? folder.substring(0, folder.length() - Names.UNMARKED.length())
                : folder;
        return plain.isEmpty() || plain.equals(Names.UNTYPED) ? Optional.empty() : Optional.of(plain);
    }

    private Optional<String> maskOf(String image) {
        if (!image.startsWith("test/")) {
            return Optional.empty();
        }
        String stem = GROUND_TRUTH + image.substring("test/".length(), image.lastIndexOf('.'));
        return zip.find(stem + "_mask.png").or(() -> zip.find(stem + ".png"));
    }

    private Marks marks(String name, Image image) throws IOException, RefusedException, BadClaimException {
        Mask mask;
        try {
            mask = masks.read(EncodedImage.adopt(image(name)));
        } catch (UndecodableImageException e) {
            throw new BadClaimException("mask '%.120s': %s".formatted(name, e.getMessage()));
        }
        if (!mask.size().equals(image.size())) {
            throw new BadClaimException("mask '%.120s' is %s pixels (height x width), must be %s as its image"
                    .formatted(name, mask.size(), image.size()));
        }
        for (byte pixel : mask.pixels()) {
            if (pixel != 0 && pixel != (byte) 255) {
                throw new BadClaimException(
                        "mask '%.120s' has a pixel of %d; every pixel must be 0 or 255".formatted(name, pixel & 0xFF));
            }
        }
        Marks marks = MaskShapes.of(mask.pixels(), mask.size());
        if (marks.isEmpty()) {
            throw new BadClaimException("mask '%.120s' marks no pixel; a mask of a defect must".formatted(name));
        }
        return marks;
    }

    @Override
    public byte[] image(String name) throws IOException, RefusedException {
        return zip.read(name, DecodeLimits.DEFAULT.maxBytes());
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
