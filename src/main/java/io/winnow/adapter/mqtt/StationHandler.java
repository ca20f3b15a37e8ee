package io.winnow.adapter.mqtt;

import io.winnow.core.camera.FrameSink;
import io.winnow.core.camera.TruthSink;
import java.util.function.Consumer;

/**
 * Who deals with what arrives for a station.
 *
 * @param frames takes the frames
 * @param refits takes commands; called by a thread that must be given back soon
 * @param truths takes truths where they are asked for
 * @param refusals hears of messages that were not taken
 */
public record StationHandler(FrameSink frames, RefitHandler refits, TruthSink truths, RefusalListener refusals) {
    /** One that nobody hears of refused messages from. */
    public StationHandler(FrameSink frames, RefitHandler refits, TruthSink truths) {
        this(frames, refits, truths, why -> {});
    }

    /** Hears of each message that was not taken, on the thread that received it. */
    @FunctionalInterface
    public interface RefusalListener {
        void refused(MessageRefusal why);
    }

    /** Takes refit commands. */
    @FunctionalInterface
    public interface RefitHandler {
        /**
         * Begins a refit or refuses it. A command that comes twice under the same id is passed on once.
         *
         * @param answer publishes an answer; may be called more than once, from any thread
         */
        void onRefit(RefitCommand command, Consumer<CommandReply> answer);
    }
}
