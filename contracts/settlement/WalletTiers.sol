// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What wallets of each tier may hold and pay, in fen; zero is no limit.
/// @notice Tier 0 is a firm's wallet. 1 to 4 are those of persons, by how well the bank knows them, with the limits that
/// the operating banks publish: 2: ¥500,000 held, ¥50,000 a payment, ¥100,000 a day; 3: ¥20,000, ¥5,000, ¥10,000;
/// 4: ¥10,000, ¥2,000, ¥5,000.
library WalletTiers {
    uint8 internal constant ANONYMOUS = 4;

    struct Limits {
        uint256 balance;
        uint256 payment;
        uint256 day;
    }

    function limits(uint8 tier) internal pure returns (Limits memory) {
        if (tier == 2) return Limits(50_000_000, 5_000_000, 10_000_000);
        if (tier == 3) return Limits(2_000_000, 500_000, 1_000_000);
        if (tier == ANONYMOUS) return Limits(1_000_000, 200_000, 500_000);
        return Limits(0, 0, 0);
    }
}
