package io.winnow.core.perf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes what was measured into files. Stateless. */
public interface PerfReports {
    /** Everything as JSON. */
    void json(PerfReport report, Path file) throws IOException;

    /**
     * Every chart as an SVG picture, in a folder that is made where it is absent.
     *
     * @return what was written
     */
    List<Path> svg(PerfReport report, Path folder) throws IOException;
}
