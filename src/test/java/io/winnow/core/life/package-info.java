/** Tests of what becomes of a model version. */
@NullMarked
package io.winnow.core.life;

import org.jspecify.annotations.NullMarked;
