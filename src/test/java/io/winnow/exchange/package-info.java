/** Export and import of labels and frames, with real files, database and images. */
@NullMarked
package io.winnow.exchange;

import org.jspecify.annotations.NullMarked;
