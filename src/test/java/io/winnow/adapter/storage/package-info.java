/** Tests of the package of the same name. */
@NullMarked
package io.winnow.adapter.storage;

import org.jspecify.annotations.NullMarked;
