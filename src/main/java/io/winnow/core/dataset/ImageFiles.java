package io.winnow.core.dataset;

import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads the image and mask files of datasets. Thread-safe. */
public interface ImageFiles {
    /**
     * The bytes of an image file: JPEG and PNG as they are, BMP and TIFF converted to PNG without loss.
     *
     * @throws DatasetException when the file is no such image
     */
    EncodedImage image(Path file) throws IOException;

    /**
     * The union of masks, brought to a size by taking the nearest pixel; a mask too thin to survive that marks every pixel it
     * touches. A pixel is defective when any of its samples is
     * not 0: publishers use 255 (MVTec, BTAD, KolektorSDD2) or the number of the defect's kind (VisA).
     *
     * @param files at least one, all of the image's size
     * @param size to bring the mask to
     * @return layout {@code [height, width]}, 1 where defective, else 0
     * @throws DatasetException when a file is no image, or marks no pixel at all
     */
    byte[] mask(List<Path> files, ImageSize size) throws IOException;
}
