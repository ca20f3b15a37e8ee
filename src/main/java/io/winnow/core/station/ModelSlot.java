package io.winnow.core.station;

import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.model.ModelManifest;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds the model that serves and lets it be swapped between frames: whoever leased a model finishes with it, and its native
 * memory is released when the last lease of a replaced model ends. Thread-safe.
 */
final class ModelSlot implements AutoCloseable {
    private @Nullable Held current;
    private @Nullable String refusal;

    /** The serving model, to be closed after use; empty before the first fit. */
    synchronized Optional<Lease> lease() {
        if (current == null) {
            return Optional.empty();
        }
        current.users++;
        return Optional.of(new Lease(current));
    }

    /** What serves at this moment. */
    synchronized Optional<ModelManifest> manifest() {
        return current == null ? Optional.empty() : Optional.of(current.model.manifest());
    }

    /** What the serving model says of a frame. */
    Optional<Scored> score(PatchSource frame) throws IOException, UndecodableImageException {
        Optional<Lease> leased = lease();
        if (leased.isEmpty()) {
            return Optional.empty();
        }
        try (Lease lease = leased.get()) {
            ServingModel model = lease.model();
            return Optional.of(new Scored(model.manifest(), model.detector().detect(frame.by(model.backbone()))));
        }
    }

    /** Why nothing serves although there is a model; empty where there is none, or one serves. */
    synchronized Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Makes another model the serving one. */
    void swap(ServingModel next) {
        replace(new Held(next), null);
    }

    /** Lets nothing serve, for a reason. */
    void refuse(String reason) {
        replace(null, reason);
    }

    @Override
    public void close() {
        replace(null, null);
    }

    private void replace(@Nullable Held next, @Nullable String reason) {
        Held replaced;
        synchronized (this) {
            replaced = current;
            current = next;
            refusal = reason;
        }
        if (replaced != null) {
            release(replaced);
        }
    }

    private void release(Held held) {
        boolean last;
        synchronized (this) {
            last = --held.users == 0;
        }
        if (last) {
            held.model.close();
        }
    }

    /** The slot itself counts as one user, so that a model in the slot is never closed. */
    private static final class Held {
        private final ServingModel model;
        private int users = 1;

        private Held(ServingModel model) {
            this.model = model;
        }
    }

    /** The right to use a model until closed. Used by one thread. */
    final class Lease implements AutoCloseable {
        private final Held held;
        private boolean open = true;

        private Lease(Held held) {
            this.held = held;
        }

        ServingModel model() {
            return held.model;
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                release(held);
            }
        }
    }
}
