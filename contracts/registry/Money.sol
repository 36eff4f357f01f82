// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// ¥90 trillion in fen: the largest integer that every JSON reader takes without loss.
uint64 constant LARGEST_AMOUNT = 2 ** 53 - 1;

/// @title Amounts and currencies, as every contract understands them.
library Money {
    /// @notice Whether `currency` can be an ISO 4217 code: three capital letters.
    function isCurrency(bytes3 currency) internal pure returns (bool) {
        for (uint256 i = 0; i < 3; ++i) {
            if (currency[i] < "A" || currency[i] > "Z") return false;
        }
        return true;
    }

    /// @notice Whether `amount`, in minor units, is something and not too much.
    function isAmount(uint64 amount) internal pure returns (bool) {
        return amount != 0 && amount <= LARGEST_AMOUNT;
    }
}
