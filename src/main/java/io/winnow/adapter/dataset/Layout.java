package io.winnow.adapter.dataset;

import io.winnow.core.dataset.Dataset;
import java.io.IOException;
import java.nio.file.Path;

/** A publisher's folder layout of one category. Stateless. */
interface Layout {
    /** Whether a folder looks like a category in this layout, judged by its sub-folders alone. */
    boolean matches(Path category) throws IOException;

    /** Reads a category that {@link #matches}. */
    Dataset read(Path category) throws IOException;
}
