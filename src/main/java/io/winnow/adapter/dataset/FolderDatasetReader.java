package io.winnow.adapter.dataset;

import io.winnow.core.dataset.Dataset;
import io.winnow.core.dataset.DatasetException;
import io.winnow.core.dataset.DatasetReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Recognises a folder's layout by its sub-folders and reads it. Stateless. */
public final class FolderDatasetReader implements DatasetReader {
    private static final List<Layout> LAYOUTS =
            List.of(new VisaLayout(), MvtecLayout.MVTEC_AD2, MvtecLayout.BTAD, MvtecLayout.MVTEC, new KolektorLayout());

    @Override
    public List<Dataset> read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new DatasetException("%s: is no folder".formatted(folder));
        }
        Optional<Layout> own = layout(folder);
        if (own.isPresent()) {
            return List.of(own.get().read(folder));
        }
        List<Dataset> categories = new ArrayList<>();
        for (Path child : Folders.subfolders(folder)) {
            Optional<Layout> layout = layout(child);
            if (layout.isPresent()) {
                categories.add(layout.get().read(child));
            }
        }
        if (categories.isEmpty()) {
            throw new DatasetException(("%s: neither it nor a folder in it has a known layout; need train/good and test"
                            + " (MVTec), test_public (MVTec AD 2), train/ok and test (BTAD), Data/Images/Normal (VisA)"
                            + " or NNN_GT.png files in train and test (KolektorSDD2)")
                    .formatted(folder));
        }
        return categories;
    }

    private static Optional<Layout> layout(Path folder) throws IOException {
        for (Layout layout : LAYOUTS) {
            if (layout.matches(folder)) {
                return Optional.of(layout);
            }
        }
        return Optional.empty();
    }
}
