package io.winnow.core.model;

import io.winnow.core.Progress;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import java.util.List;

/** Where refits run: in this process, or in one of their own on another machine. Thread-safe. */
public interface RefitExecutor {
    /**
     * What is to be refitted, and how.
     *
     * @param job under which id; the same order given twice is one refit
     */
    record Order(String job, StationId station, String strategy, double ratio) {}

    /**
     * Refits. When it returns, the version is recorded and taken over.
     *
     * @param progress may cancel it
     */
    ModelVersion run(Order order, Progress progress) throws Exception;

    /** Whether it takes memory and processors of this machine, and ends with this process. */
    boolean here();

    /**
     * Orders that an earlier process gave and that are still carried out.
     *
     * @throws Exception when that cannot be found out just now
     */
    default List<Order> running() throws Exception {
        return List.of();
    }
}
