package io.winnow.core.access;

import java.util.function.Supplier;

/** Makes one step of what several stores write. Thread-safe. */
public interface Transactions {
    /** For one process alone whose single steps are transactions already: nothing is taken back. */
    Transactions NONE = new Transactions() {
        @Override
        public <T> T together(Supplier<T> work) {
            return work.get();
        }
    };

    /** Does the work on this thread; when it throws, nothing of what it wrote remains. */
    <T> T together(Supplier<T> work);

    /** The same for work without a result. */
    default void together(Runnable work) {
        together(() -> {
            work.run();
            return true;
        });
    }
}
