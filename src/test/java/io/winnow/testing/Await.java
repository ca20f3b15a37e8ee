package io.winnow.testing;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for something that another thread or process will do. */
public final class Await {
    public static final Duration LIMIT = Duration.ofSeconds(15);

    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(100).toNanos();

    private Await() {}

    /** The next element, or a failure after the limit. */
    public static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T element = queue.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        return element == null ? fail("nothing came within " + LIMIT) : element;
    }

    /** Returns once the condition holds, or fails after the limit. */
    public static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                fail(what + " did not happen within " + LIMIT);
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /**
     * Asks until there is an answer; fails the test when there is none in time. What the question throws counts as no answer yet.
     *
     * @param what is waited for, for the message
     */
    public static <T> T until(String what, Duration limit, Callable<Optional<T>> question) {
        long end = System.nanoTime() + limit.toNanos();
        Optional<Exception> last = Optional.empty();
        while (System.nanoTime() < end) {
            try {
                Optional<T> answer = question.call();
                if (answer.isPresent()) {
                    return answer.get();
                }
                last = Optional.empty();
            } catch (Exception e) {
                last = Optional.of(e);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        return fail("waited %s for %s".formatted(limit, what), last.orElse(null));
    }
}
