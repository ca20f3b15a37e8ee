@NullMarked
package io.winnow.core.watch;

import org.jspecify.annotations.NullMarked;
