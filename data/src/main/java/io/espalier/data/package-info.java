// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.espalier.data;

import org.jspecify.annotations.NullMarked;
