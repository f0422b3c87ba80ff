// SPDX-License-Identifier: Apache-2.0
/** What the values of a data set are like; start at {@link io.espalier.data.check.ValueRange}. */
@NullMarked
package io.espalier.data.check;

import org.jspecify.annotations.NullMarked;
