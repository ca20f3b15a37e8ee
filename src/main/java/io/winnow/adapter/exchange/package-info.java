/** The file formats of labels and frames: MVTec trees, COCO JSON and CSV, in zip files. */
@NullMarked
package io.winnow.adapter.exchange;

import org.jspecify.annotations.NullMarked;
