// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.espalier.lite;

import org.jspecify.annotations.NullMarked;
