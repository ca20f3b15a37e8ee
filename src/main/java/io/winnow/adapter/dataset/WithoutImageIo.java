package io.winnow.adapter.dataset;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.winnow.core.dataset.DatasetException;
import java.awt.image.BufferedImage;
import java.nio.file.Path;

/** In the native executable: built without Java's picture classes, which would bring a window system's libraries along. */
@TargetClass(ImageIoFiles.class)
final class WithoutImageIo {
    private WithoutImageIo() {}

    @Substitute
    private static BufferedImage decode(Path file) throws DatasetException {
        throw new DatasetException(
                "%s: has to be decoded by ImageIO, which the native executable lacks; run this on the Java"
                        .concat(" virtual machine (docs/native.md)")
                        .formatted(file));
    }
}
