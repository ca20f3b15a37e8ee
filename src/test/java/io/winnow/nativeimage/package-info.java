/** What the native executable must be told, compared with what the program needs. */
@NullMarked
package io.winnow.nativeimage;

import org.jspecify.annotations.NullMarked;
