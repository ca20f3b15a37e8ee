package io.winnow.core.station;

/** When a frame may go on while others are on their way beside it. Used by the thread that works on the frame. */
interface Turn {
    /** The turn of a frame that is alone. */
    Turn ALONE = new Turn() {
        @Override
        public Scoring scoring() {
            return () -> {};
        }

        @Override
        public boolean storing() {
            return false;
        }
    };

    /** Ends a frame's time with backbone and search. */
    interface Scoring extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits until no other frame is being scored: backbone and search use all cores for one. */
    Scoring scoring();

    /**
     * Waits until every earlier frame of the station is stored or given up, so that verdicts keep their order.
     *
     * @return whether an earlier one was on its way when this frame began
     */
    boolean storing();
}
