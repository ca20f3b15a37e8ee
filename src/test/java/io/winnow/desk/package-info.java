/** The dashboard in a real browser, against a service of the tests' own. */
@NullMarked
package io.winnow.desk;

import org.jspecify.annotations.NullMarked;
