/** Tests of the study's protocol, caches and figures. */
@NullMarked
package io.winnow.core.bench;

import org.jspecify.annotations.NullMarked;
