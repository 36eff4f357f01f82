// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title A stand-in for e-CNY: known wallets with limits, issued and redeemed by operating banks, conditional holds.
/// @notice Amounts are fen. What is held stays in its owner's wallet and belongs to it until it is paid.
interface IECny {
    event WalletOpened(address indexed owner, address indexed bank, uint8 tier);
    event WalletTierChanged(address indexed owner, address indexed bank, uint8 tier);
    event Issued(address indexed bank, address indexed owner, uint256 amount);
    event Redeemed(address indexed bank, address indexed owner, uint256 amount);
    /// @param payee whom alone it may be paid to; zero where the releaser says to whom
    /// @param expiry the last second in which it may be paid, and after which the payer has it back by itself; zero
    /// where only the releaser gives it back
    /// @param purpose what it is for, as the releaser understands it
    event HoldPlaced(
        uint256 indexed hold,
        address indexed payer,
        address indexed releaser,
        address payee,
        uint256 amount,
        uint64 expiry,
        bytes32 purpose
    );
    event HoldPaid(uint256 indexed hold, address indexed payee, uint256 amount);
    event HoldReturned(uint256 indexed hold, uint256 amount);

    error InvalidWallet(address owner);
    error WalletAlreadyOpen(address owner, address bank);
    error WalletNotOpen(address owner);
    error WalletOfAnotherBank(address owner, address bank);
    error UnknownTier(uint8 tier);
    error AmountOutOfRange(uint256 amount, uint256 most);
    error FundsInsufficient(address owner, uint256 available, uint256 needed);
    error PaymentLimitExceeded(address owner, uint256 amount, uint256 limit);
    error DailyLimitExceeded(address owner, uint256 paidToday, uint256 amount, uint256 limit);
    error BalanceLimitExceeded(address owner, uint256 balance, uint256 limit);
    error InvalidReleaser(address releaser);
    error ExpiryPassed(uint64 expiry, uint256 time);
    error HoldNotFound(uint256 hold);
    error NotTheReleaser(uint256 hold, address caller);
    error NotThePayee(uint256 hold, address payee, address given);
    error HoldExceeded(uint256 hold, uint256 left, uint256 amount);
    error HoldNotReturnable(uint256 hold, uint64 expiry);

    struct Hold {
        address payer;
        uint64 expiry;
        address releaser;
        address payee;
        uint256 amount;
        bytes32 purpose;
    }

    /// @notice An operating bank opens a wallet for a customer that it has identified.
    /// @param tier as `WalletTiers` has them
    function openWallet(address owner, uint8 tier) external;

    /// @notice The wallet's bank has identified its customer better, or worse.
    function changeTier(address owner, uint8 tier) external;

    /// @notice The wallet's bank puts money in that its customer has paid for.
    function issue(address owner, uint256 amount) external;

    /// @notice The wallet's bank takes money out and pays its customer, who has approved it for the amount.
    function redeem(address owner, uint256 amount) external;

    /// @notice The caller sets money of its own aside.
    /// @param releaser who pays it out; a contract is asked whether it will (`IHoldReleaser`)
    /// @return hold its number
    function placeHold(uint256 amount, address releaser, address payee, uint64 expiry, bytes32 purpose)
        external
        returns (uint256 hold);

    /// @notice The releaser pays out of a hold, all of it or a part.
    function payHold(uint256 hold, address payee, uint256 amount) external;

    /// @notice What is left of a hold goes back to its payer's free money: the releaser may do that at any time, the payer
    /// once it has expired.
    function returnHold(uint256 hold) external;

    function holdOf(uint256 hold) external view returns (Hold memory);

    /// @notice What the owner can pay with now: its balance without what is held.
    function availableOf(address owner) external view returns (uint256);

    /// @notice The wallet's bank and tier, and what it has paid today (a calendar day in Shanghai) so far.
    function walletOf(address owner) external view returns (address bank, uint8 tier, uint256 paidToday);

    /// @notice What a tier may hold, pay at a time and pay a day; zero where there is no limit.
    function limitsOf(uint8 tier) external pure returns (uint256 balance, uint256 payment, uint256 day);
}
