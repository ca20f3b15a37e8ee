package io.winnow.adapter.report;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.winnow.core.dataset.DatasetException;
import io.winnow.core.dataset.LabelledImage;

/** In the native executable: built without Java's picture classes, which would bring a window system's libraries along. */
@TargetClass(Thumbnails.class)
final class WithoutImageIo {
    private WithoutImageIo() {}

    @Substitute
    Thumbnails.Thumbnail of(LabelledImage image) throws DatasetException {
        throw new DatasetException(
                "%s: thumbnails are drawn by ImageIO, which the native executable lacks; run this on the Java"
                        .concat(" virtual machine (docs/native.md)")
                        .formatted(image.file()));
    }
}
