// SPDX-License-Identifier: Apache-2.0
/** Jobs on several threads. */
@NullMarked
package io.espalier.base.parallel;

import org.jspecify.annotations.NullMarked;
