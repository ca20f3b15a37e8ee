package io.winnow.core.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Finds the categories of a dataset below a folder, in the layout its publisher gave it. Thread-safe. */
public interface DatasetReader {
    /**
     * Reads which images there are, and which are defective.
     *
     * @param folder one category, or a folder of categories
     * @return at least one dataset, ordered by category
     * @throws DatasetException when the layout is unknown, or a split or a mask is missing
     * @throws IOException when the folder cannot be read
     */
    List<Dataset> read(Path folder) throws IOException;
}
