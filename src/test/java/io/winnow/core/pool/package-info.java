@NullMarked
package io.winnow.core.pool;

import org.jspecify.annotations.NullMarked;
