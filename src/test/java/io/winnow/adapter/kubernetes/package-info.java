/** Tests of refit jobs against a mock API server. */
@NullMarked
package io.winnow.adapter.kubernetes;

import org.jspecify.annotations.NullMarked;
