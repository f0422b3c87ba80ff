// SPDX-License-Identifier: Apache-2.0
/** What data must be like for one kind of task; start at {@link io.espalier.data.check.ClassLabels}. */
@NullMarked
package io.espalier.data.check;

import org.jspecify.annotations.NullMarked;
