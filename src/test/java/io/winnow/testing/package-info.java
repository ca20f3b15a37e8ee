/** What the tests share: reference data, free ports, waiting for a condition. */
@NullMarked
package io.winnow.testing;

import org.jspecify.annotations.NullMarked;
