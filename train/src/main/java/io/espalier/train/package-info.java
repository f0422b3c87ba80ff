// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.espalier.train;

import org.jspecify.annotations.NullMarked;
