package io.winnow.core.model;

import io.winnow.core.image.ContentHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One hash for many things, independent of their order where that means nothing. */
final class Digests {
    private Digests() {}

    /** Over the images, whatever their order. */
    static ContentHash pool(List<PoolFrame> frames) {
        return of(frames.stream().map(frame -> frame.image().hex()).sorted());
    }

    /** Over everything that a ledger says, in its order. */
    static ContentHash ledger(List<DroppedFrame> ledger) {
        return of(ledger.stream().map(DroppedFrame::toString));
    }

    private static ContentHash of(Stream<String> lines) {
        String text = lines.collect(Collectors.joining("\n"));
        return ContentHash.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
