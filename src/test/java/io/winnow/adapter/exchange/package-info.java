/** Tests of the package of the same name. */
@NullMarked
package io.winnow.adapter.exchange;

import org.jspecify.annotations.NullMarked;
