package io.winnow.core.camera;

import java.io.IOException;
import java.util.Optional;

/** Pictures in the order in which a played camera sends them. Used by one thread. */
@FunctionalInterface
public interface ShotSource extends AutoCloseable {
    /**
     * The next picture, or nothing after the last.
     *
     * @throws IOException when it cannot be read; the message names the file
     */
    Optional<Shot> next() throws IOException;

    /** The same pictures, taken with a camera that is set in this way; this source has to be closed still. */
    default ShotSource withSetting(String how) {
        return () -> next().map(shot -> shot.withSetting(how));
    }

    /** Gives back what the source holds, by default nothing. */
    @Override
    default void close() {}
}
