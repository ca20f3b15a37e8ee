package io.winnow.adapter.storage;

import io.winnow.core.model.ModelFiles;
import io.winnow.core.model.ModelFilesContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class ModelFoldersTest extends ModelFilesContract {
    private final ModelFolders folders;

    ModelFoldersTest(@TempDir Path folder) {
        this.folders = new ModelFolders(folder);
    }

    @Override
    protected ModelFiles files() {
        return folders;
    }
}
