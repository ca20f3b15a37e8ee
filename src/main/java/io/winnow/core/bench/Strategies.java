package io.winnow.core.bench;

import io.winnow.core.Progress;
import io.winnow.core.feature.PoolEmbeddings;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The two strategies that are no methods but bounds, and what all that drop whole images share. */
public final class Strategies {
    /** Name of {@link #NONE}. */
    public static final String NONE_NAME = "none";

    /** Drops nothing: what pollution costs. */
    public static final Strategy NONE = new WholeImages(NONE_NAME) {
        @Override
        protected int[] drop(Task task) {
            return new int[0];
        }
    };

    /** Knows the truth and drops polluting images only, as many as the ratio allows: what refinement could win at most. */
    public static final Strategy PERFECT = new WholeImages("perfect") {
        @Override
        protected int[] drop(Task task) {
            return IntStream.range(0, task.pool().size())
                    .filter(image -> task.polluted()[image])
                    .limit(task.dropCount())
                    .toArray();
        }
    };

    private Strategies() {}

    /** The pool without some of its images, in its order. */
    public static PoolEmbeddings without(PoolEmbeddings pool, int[] dropped) {
        boolean[] gone = new boolean[pool.size()];
        Arrays.stream(dropped).forEach(image -> gone[image] = true);
        return pool.subset(
                IntStream.range(0, pool.size()).filter(image -> !gone[image]).toArray());
    }

    private abstract static class WholeImages implements Strategy {
        private final String name;

        WholeImages(String name) {
            this.name = name;
        }

        protected abstract int[] drop(Task task);

        @Override
        public String name() {
            return name;
        }

        @Override
        public String description() {
            return name;
        }

        @Override
        public boolean nested() {
            return true;
        }

        @Override
        public Refined refine(Task task, Progress progress) {
            int[] dropped = drop(task);
            PoolEmbeddings kept = without(task.pool(), dropped);
            return new Refined(
                    dropped, 0, (seed, fitProgress) -> task.detector().fit(kept, seed, fitProgress));
        }
    }
}
