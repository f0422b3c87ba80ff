// SPDX-License-Identifier: Apache-2.0
/** Where tests find the files that they check against: {@link io.espalier.testing.Golden} in the checkout, {@link io.espalier.testing.Assets} beside it. */
@NullMarked
package io.espalier.testing;

import org.jspecify.annotations.NullMarked;
