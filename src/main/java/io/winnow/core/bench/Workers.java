package io.winnow.core.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** A fixed number of threads that map lists. */
final class Workers implements AutoCloseable {
    private final ExecutorService threads;

    Workers(int count) {
        threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "bench-worker");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Applies a function to each element; the results come in the elements' order. The first failure is thrown on. */
    <T, R> List<R> map(List<T> elements, Function<T, R> function) {
        List<Future<R>> pending = new ArrayList<>();
        for (T element : elements) {
            pending.add(threads.submit(() -> function.apply(element)));
        }
        List<R> results = new ArrayList<>(elements.size());
        try {
            for (Future<R> result : pending) {
                results.add(result.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("scoring failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } finally {
            pending.forEach(result -> result.cancel(true));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
